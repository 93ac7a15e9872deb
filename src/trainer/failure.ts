export { Failure, inWords } from '../core/failure';
